"""The facts that hold; each test's name or docstring is one."""
