"""CommerceML 2: accounting asks us, by files of XML. Here is what is in them (pure)."""
