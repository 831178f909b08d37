"""What deals are made of: products, kinds of prices, rates of VAT, and how lines are priced."""
