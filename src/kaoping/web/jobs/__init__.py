"""Work that waits its turn (后台任务): declared once, carried out beside the server or on the machines of a cluster."""
