#!/bin/bash
# A sweep on a Slurm cluster, from a login node with joinedup's environment active:
#
#     bash slurm_sweep.sh my_design.yaml results/my_sweep
#
# It submits a job that compiles the model once, an array of jobs that each run a share of the
# sweep once that is done, and a last job that runs whatever a killed job left and writes the
# tables. Both paths must be seen from every node. SHARES and CPUS (workers of a job, a core
# each) may be set before it; memory and time are what joinedup estimates for the design. A folder
# that holds anything but this sweep is refused.
set -euo pipefail

compile() { # the smallest run that compiles everything, for all jobs to fetch
    local scratch
    scratch="$(mktemp -d)"
    joinedup run siloed_borough --residents 300 --years 0.25 --burn-in 0.1 --replications 1 \
        --out "$scratch/compiled"
    rm -r -- "$scratch"
}

share() {
    joinedup sweep "$design" --out "$out" \
        --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT" --workers "$SLURM_CPUS_PER_TASK"
}

needs() { # --mem=... and --time=..., a line each; ends with 2 where something is wrong
    python -m joinedup_experiments.sweep.slurm "$design" "$out" "$SHARES" "$CPUS"
}

finish() {
    needs >/dev/null # which refuses the folder of another sweep
    joinedup resume "$out" --workers "$SLURM_CPUS_PER_TASK"
}

submit() {
    local script compiled shares asked words
    script="$(realpath -- "${BASH_SOURCE[0]}")"
    asked="$(needs)"
    mapfile -t words <<<"$asked"
    compiled="$(sbatch --parsable --job-name=compile --cpus-per-task=1 --mem=4G --time=60 \
        "$script" "$design" "$out" compile)"
    shares="$(sbatch --parsable --job-name=share --array="1-$SHARES" \
        --dependency="afterok:${compiled%%;*}" --kill-on-invalid-dep=yes \
        --cpus-per-task="$CPUS" "${words[@]}" "$script" "$design" "$out" share)"
    sbatch --job-name=finish --dependency="afterany:${shares%%;*}" \
        --cpus-per-task="$CPUS" "${words[@]}" "$script" "$design" "$out" finish
}

SHARES="${SHARES:-20}"
CPUS="${CPUS:-8}"
design="${1:?the design of the sweep}"
out="${2:?the folder that the sweep is written to}"
case "${3:-submit}" in
    compile | share | finish | submit) "${3:-submit}" ;;
    *) echo "$3: one of compile, share, finish" >&2 && exit 2 ;;
esac
