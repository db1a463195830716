"""Mathet's γ: units are aligned so that disorder is least, and that is set against chance."""
