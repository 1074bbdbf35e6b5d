def main(jobs):
    return [await job for job in jobs]
