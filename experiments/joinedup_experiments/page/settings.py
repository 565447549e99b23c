"""What the command and the page agree on, without Streamlit."""

WORKERS_VARIABLE = "JOINEDUP_PAGE_WORKERS"
UPLOAD_MEGABYTES = 2
