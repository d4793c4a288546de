"""The diary elsewhere: a calendar file kept for the telephone, and a calendar on a server (CalDAV, RFC 4791)."""
