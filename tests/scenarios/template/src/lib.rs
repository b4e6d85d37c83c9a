symphony::include_sequences!();
