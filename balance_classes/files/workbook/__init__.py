"""What is printed: the workbook of a result, sheet by sheet."""

import sys

if "numpy" not in sys.modules:
    # openpyxl would load numpy, a tenth of a second, to know its kinds of numbers; we hand it none.
    sys.modules["numpy"] = None  # type: ignore[assignment]
    try:
        import openpyxl as openpyxl
    finally:
        del sys.modules["numpy"]
