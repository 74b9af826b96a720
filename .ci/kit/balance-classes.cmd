@echo off
rem Drop a roster onto this file, or start it and drag the roster onto its window.
setlocal DisableDelayedExpansion
set "HERE=%~dp0"
set "PYTHONUTF8=1"
if exist "%HERE%python\python.exe" (
  set "PY=%HERE%python\python.exe"
  goto run
)
set "PY=%HERE%env\Scripts\python.exe"
if exist "%PY%" goto run
echo First start: the program is set up in this folder. No network is used.
py -3.11 -m venv "%HERE%env" && "%PY%" -m pip install -q --no-index --find-links "%HERE%wheels" balance-classes
if errorlevel 1 (
  rmdir /s /q "%HERE%env" 2>nul
  echo Python 3.11 is needed: see README.txt beside this file.
  goto end
)
:run
if "%~1"=="" (
  "%PY%" -m balance_classes desk
) else (
  "%PY%" -m balance_classes desk "%~1"
)
:end
echo.
pause
