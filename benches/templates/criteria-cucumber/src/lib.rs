//! What is tested is in the tests.
