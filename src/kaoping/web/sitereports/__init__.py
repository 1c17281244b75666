"""政府网站工作年度报表: the yearly table of each site, collected from units, checked, and laid out for publication."""
