"""Sale terms [соглашения]: what was agreed on for segments and single clients, and loyalty."""
