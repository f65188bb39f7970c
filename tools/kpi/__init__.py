"""KPI: rates with their denominators."""
