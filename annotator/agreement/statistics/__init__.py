"""From counts to values: each measure as sums by article and a formula over them."""
