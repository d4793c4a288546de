"""Calendars in and out (iCalendar, RFC 5545): read tolerantly, judged like any list, written strictly."""
