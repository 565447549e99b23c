"""What the command and the page agree on, without Streamlit."""

WORKERS_VARIABLE = "JOINEDUP_PAGE_WORKERS"
UPLOAD_MEGABYTES = 2
KEPT_SECONDS = 15  # what is left of a session after it has ended
