using FsCheck;

namespace ScoreSde.Verification.Laws.Cases;

/// <summary>Makes case sources; null in, null out.</summary>
internal static class CasesOf
{
    public static CaseSource<T>? Generated<T>(Arbitrary<T>? values, int cost = 1) =>
        values is null ? null : new GeneratedCases<T>(values, cost);

    public static CaseSource<T>? ListedOrNone<T>(IReadOnlyList<T>? values) => values is null ? null : new ListedCases<T>(values);

    public static CaseSource<T> Listed<T>(params IReadOnlyList<T> values) => new ListedCases<T>(values);
}
