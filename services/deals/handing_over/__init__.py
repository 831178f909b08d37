"""What becomes of somebody's leads, deals, invoices and agreements when he leaves."""
