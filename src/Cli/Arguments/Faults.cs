namespace ScoreSde.Cli.Arguments;

/// <summary>Collects what is wrong with a command line, so that all of it is told at once.</summary>
internal sealed class Faults
{
    private readonly List<string> sentences = [];

    /// <summary>Whether nothing is wrong so far.</summary>
    public bool None => sentences.Count == 0;

    /// <summary>How many were noted.</summary>
    public int Count => sentences.Count;

    /// <summary>Notes a fault; the same sentence is kept once.</summary>
    public void Add(string sentence)
    {
        if (!sentences.Contains(sentence))
        {
            sentences.Add(sentence);
        }
    }

    /// <exception cref="UsageException">There is a fault.</exception>
    public void ThrowIfAny()
    {
        if (!None)
        {
            throw new UsageException(sentences);
        }
    }
}
