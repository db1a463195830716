"""What articles contribute to the measures, as counts that add up: one module for each kind."""
