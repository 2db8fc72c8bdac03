"""What packaging/installers/bill.py uses of cyclonedx-python-lib, which is there for builds only."""
