"""New publications: what is uploaded, and the jobs that make it searchable."""
