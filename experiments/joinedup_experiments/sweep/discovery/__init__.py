"""Where does it help? Regions of a finished sweep, as a few rules that have been tried out."""
