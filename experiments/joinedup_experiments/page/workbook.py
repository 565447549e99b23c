"""Results as a workbook: effects, levels, the barrier ledger, and what was run."""

from __future__ import annotations

import io

import pandas as pd

from joinedup_experiments.compare.results.results import Results
from joinedup_experiments.display.errors import InputError

AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False}  # a name is never a formula
WIDEST = 60  # letters of a column


def workbook(results: Results) -> bytes:
    """An Excel workbook; `InputError` where XlsxWriter is not installed."""
    try:
        import xlsxwriter  # noqa: F401
    except ModuleNotFoundError:
        raise InputError("a workbook takes XlsxWriter: pip install 'joinedup[page]'") from None
    into = io.BytesIO()
    with pd.ExcelWriter(into, engine="xlsxwriter", engine_kwargs={"options": AS_TEXT}) as writer:
        for name, table in _sheets(results).items():
            table.to_excel(writer, sheet_name=name, index=False, freeze_panes=(1, 0))
            for number, column in enumerate(table.columns):
                longest = table[column].astype(str).str.len().max() if len(table) else 0
                wide = min(WIDEST, max(len(str(column)), int(longest)) + 2)
                writer.sheets[name].set_column(number, number, wide)
    return into.getvalue()


def _sheets(results: Results) -> dict[str, pd.DataFrame]:
    years = range(1, results.comparison.whole_years + 1)
    about = [
        *((f"arm {key}", scenario.name) for key, scenario in results.arms.items()),
        ("plausible worlds", str(results.comparison.worlds_run or "the model's own values")),
        ("residents", f"{results.comparison.scenarios[0].place.residents:,}"),
        ("residents simulated", f"{results.comparison.simulated:,}"),
        ("intervals", "95%, of the mean over plausible worlds; low_90 and high_90: 9 worlds in 10"),
        *((f"note {number}", text) for number, text in enumerate(results.warnings, 1)),
    ]
    by_year = [results.effects(year=year).assign(year=year) for year in years]
    return {
        "about": pd.DataFrame(about, columns=["what", "value"]),
        "effects, average year": results.effects(),
        "effects by year": pd.concat(by_year, ignore_index=True),
        "levels, average year": results.levels(),
        "barrier ledger": results.barriers(),
    }
