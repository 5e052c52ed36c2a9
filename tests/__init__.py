"""The tests, and the small worlds they share with the benchmarks."""
