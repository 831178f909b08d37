"""The CRM's services; they know each other only through protos/."""
