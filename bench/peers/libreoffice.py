"""Recalculates the county's cells in LibreOffice, headless. Told what to do in lines of JSON; answers likewise.

{"open": {"rows": [[...]], "copies": n}} lays n sheets; {"set": 0 | 1} turns noise off or on; {"read": ["B3", ...]} reads cells of the
last sheet; {"recalculate": n} recalculates n times and tells the seconds; {"stop": true} ends it.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

import uno
from com.sun.star.beans import PropertyValue

profile = tempfile.mkdtemp(prefix="shapan-bench-office-")
pipe = f"shapanbench{os.getpid()}"
office = subprocess.Popen(
    [
        sys.argv[1],
        "--headless",
        "--invisible",
        "--norestore",
        "--nologo",
        f"--accept=pipe,name={pipe};urp;",
        f"-env:UserInstallation=file://{profile}",
    ],
    stdout=subprocess.DEVNULL,
    stderr=subprocess.DEVNULL,
    start_new_session=True,
)


def connected():
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(300):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            if office.poll() is not None and office.returncode not in (0, 81):
                raise
            time.sleep(0.1)
    raise TimeoutError("LibreOffice did not answer")


def opened(desktop, rows, copies):
    hidden = PropertyValue(Name="Hidden", Value=True)
    document = desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, (hidden,))
    document.enableAutomaticCalculation(False)
    width = max(len(row) for row in rows)
    # Of formulas only the separator differs from other programs.
    text = tuple(
        tuple("" if cell is None else str(cell).replace(",", ";") for cell in row + [None] * (width - len(row))) for row in rows
    )
    sheets = document.Sheets
    while sheets.Count < copies:
        sheets.insertNewByName(f"copy{sheets.Count}", sheets.Count)
    for i in range(copies):
        sheets.getByIndex(i).getCellRangeByPosition(0, 0, width - 1, len(rows) - 1).setFormulaArray(text)
    document.calculateAll()
    return document


def main():
    context = connected()
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    document = None
    for line in sys.stdin:
        told = json.loads(line)
        answer = {}
        if "open" in told:
            document = opened(desktop, told["open"]["rows"], told["open"]["copies"])
        elif "set" in told:
            for i in range(document.Sheets.Count):
                document.Sheets.getByIndex(i).getCellRangeByName("A1").setValue(told["set"])
            document.calculateAll()
        elif "read" in told:
            last = document.Sheets.getByIndex(document.Sheets.Count - 1)
            answer = {"values": [last.getCellRangeByName(cell).getValue() for cell in told["read"]]}
        elif "recalculate" in told:
            start = time.perf_counter()
            for _ in range(told["recalculate"]):
                document.calculate()
            answer = {"seconds": time.perf_counter() - start}
        elif "stop" in told:
            document.close(True)
            try:
                desktop.terminate()
            except Exception:
                pass
            print("{}", flush=True)
            return
        print(json.dumps(answer), flush=True)


try:
    main()
finally:
    try:
        office.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(office.pid, 15)
    shutil.rmtree(profile, ignore_errors=True)
