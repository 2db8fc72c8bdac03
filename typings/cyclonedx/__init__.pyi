"""What packaging/installers/bill.py uses of cyclonedx-python-lib; builds alone have it."""
