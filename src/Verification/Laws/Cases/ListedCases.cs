namespace ScoreSde.Verification.Laws.Cases;

/// <summary>A fixed list of cases, for figures that need a long computation or a stated case.</summary>
/// <param name="values">The cases.</param>
/// <typeparam name="T">What a case holds.</typeparam>
public sealed class ListedCases<T>(IReadOnlyList<T> values) : CaseSource<T>
{
    /// <inheritdoc/>
    public override int Count(int cases) => values.Count;

    /// <inheritdoc/>
    public override T At(ulong seed, int k) =>
        k < values.Count ? values[k] : throw new ArgumentOutOfRangeException(nameof(k), k, $"There are {values.Count} cases.");

    /// <inheritdoc/>
    public override IEnumerable<T> Simpler(T value) => [];
}
