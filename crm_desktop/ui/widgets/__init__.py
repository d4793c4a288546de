"""Small widgets that know no service: buttons, chips, badges, notices, the search box."""
