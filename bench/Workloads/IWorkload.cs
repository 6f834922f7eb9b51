namespace ScoreSde.Workloads;

/// <summary>A piece of work that is timed as a whole. bench/peers/workloads.py holds the same in PyTorch, under the same names.</summary>
internal interface IWorkload
{
    /// <summary>The name on the command line and in results.</summary>
    string Name { get; }

    /// <summary>Shares of the last run that went into its parts, where they are known.</summary>
    IEnumerable<(string Part, double Share)> Parts => [];

    /// <summary>Does the work, or as much of it as a share in (0, 1] says, with so many threads.</summary>
    void Run(int threads, double share);
}
