"""The hands of a worker in a browser: a task's form filled in through what is visible, with Playwright.

May import rendering and below; Playwright only where a page is handed in. Read `entering.py` first.
"""
