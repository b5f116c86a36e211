"""Other programs beside xenscope, on the same octets: what bench/differential is made of."""
