using FsCheck;
using FsCheck.Fluent;

namespace ScoreSde.Verification.Laws.Cases;

/// <summary>Cases that FsCheck generates and shrinks.</summary>
/// <param name="values">The generator and its shrinker.</param>
/// <param name="cost">One case of this costs as much as that many light ones.</param>
/// <typeparam name="T">What a case holds.</typeparam>
public sealed class GeneratedCases<T>(Arbitrary<T> values, int cost) : CaseSource<T>
{
    private const int Size = 50;

    // Two odd constants of SplitMix64: seeds of neighbouring cases must not be neighbours.
    private const ulong CaseStride = 0x9E3779B97F4A7C15;
    private const ulong Gamma = 0xBF58476D1CE4E5B9;

    /// <inheritdoc/>
    public override int Count(int cases) => Math.Max(1, (cases + cost - 1) / cost);

    /// <inheritdoc/>
    public override T At(ulong seed, int k) =>
        values.Generator.Sample(Size, new Rnd(unchecked((seed * Gamma) + (((ulong)k + 1) * CaseStride))), 1).First();

    /// <inheritdoc/>
    public override IEnumerable<T> Simpler(T value) => values.Shrinker(value);
}
