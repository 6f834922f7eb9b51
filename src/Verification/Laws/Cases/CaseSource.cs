namespace ScoreSde.Verification.Laws.Cases;

/// <summary>Where a law's cases come from: case k is a function of the seed and k alone.</summary>
/// <typeparam name="T">What a case holds.</typeparam>
public abstract class CaseSource<T>
{
    /// <summary>How many to look at when a light property looks at <paramref name="cases"/>.</summary>
    public abstract int Count(int cases);

    /// <summary>Case k.</summary>
    public abstract T At(ulong seed, int k);

    /// <summary>Simpler cases, simplest first.</summary>
    public abstract IEnumerable<T> Simpler(T value);
}
