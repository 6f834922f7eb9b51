using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Output;

namespace ScoreSde.Cli.Planning;

/// <summary>
/// What a run will keep in memory, part by part, worked out before it begins. What the machine, the container or the runtime's own limit cannot hold is refused with
/// numbers: the system would end the process without a word. Estimates hold within a factor of two of what is measured (docs/reliability.md).
/// </summary>
/// <param name="remedy">What to make smaller.</param>
internal sealed class MemoryPlan(string remedy)
{
    // The runtime and the program themselves.
    private const double Program = 80e6;
    private const double Mentioned = 0.02;

    private readonly List<(string What, double Bytes)> parts = [];

    /// <summary>All parts together.</summary>
    public double Bytes => Program + parts.Sum(static part => part.Bytes);

    /// <summary>Adds a part.</summary>
    public MemoryPlan With(string what, double bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        parts.Add((what, bytes));
        return this;
    }

    /// <summary>Compares with what there is.</summary>
    /// <exception cref="UsageException">It does not fit.</exception>
    public void Check(Terminal terminal)
    {
        if (Bytes <= terminal.MemoryBytes)
        {
            return;
        }

        IEnumerable<string> large = parts.Where(part => part.Bytes > Mentioned * Bytes).OrderByDescending(static part => part.Bytes).Select(static part => $"{part.What} {Size(part.Bytes)}");
        throw new UsageException([$"This run needs about {Size(Bytes)} of memory ({string.Join(", ", large.DefaultIfEmpty("the program itself"))}), and there are {Size(terminal.MemoryBytes)}: {remedy}."]);
    }

    /// <summary>Bytes in a sentence.</summary>
    public static string Size(double bytes) => bytes >= 1e12 ? $"{bytes / 1e12:G3} TB" : bytes >= 1e9 ? $"{bytes / 1e9:G3} GB" : bytes >= 1e6 ? $"{bytes / 1e6:F0} MB" : $"{bytes:F0} bytes";
}
