"""The students of a draw and the words for what is known of them."""
