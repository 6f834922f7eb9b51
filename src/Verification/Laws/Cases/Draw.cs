using System.Diagnostics.CodeAnalysis;
using FsCheck;
using FsCheck.Fluent;

namespace ScoreSde.Verification.Laws.Cases;

/// <summary>Puts generators side by side; a tuple shrinks in one place at a time. No first generator, no tuple.</summary>
internal static class Draw
{
    [return: NotNullIfNotNull(nameof(first))]
    public static Arbitrary<(T1 First, T2 Second)>? Of<T1, T2>(Arbitrary<T1>? first, Arbitrary<T2> second) => first is null ? null : Arb.From(
        from a in first.Generator
        from b in second.Generator
        select (a, b),
        pair => first.Shrinker(pair.a).Select(a => (a, pair.b)).Concat(second.Shrinker(pair.b).Select(b => (pair.a, b))));

    [return: NotNullIfNotNull(nameof(first))]
    public static Arbitrary<(T1 First, T2 Second, T3 Third)>? Of<T1, T2, T3>(
        Arbitrary<T1>? first, Arbitrary<T2> second, Arbitrary<T3> third)
    {
        Arbitrary<(T1 First, T2 Second)>? front = Of(first, second);
        return front is null ? null : Arb.From(
            from a in front.Generator
            from b in third.Generator
            select (a.First, a.Second, b),
            all => front.Shrinker((all.First, all.Second)).Select(a => (a.First, a.Second, all.b))
                .Concat(third.Shrinker(all.b).Select(b => (all.First, all.Second, b))));
    }

    [return: NotNullIfNotNull(nameof(first))]
    public static Arbitrary<(T1 First, T2 Second, T3 Third, T4 Fourth)>? Of<T1, T2, T3, T4>(
        Arbitrary<T1>? first, Arbitrary<T2> second, Arbitrary<T3> third, Arbitrary<T4> fourth)
    {
        Arbitrary<(T1 First, T2 Second, T3 Third)>? front = Of(first, second, third);
        return front is null ? null : Arb.From(
            from a in front.Generator
            from b in fourth.Generator
            select (a.First, a.Second, a.Third, b),
            all => front.Shrinker((all.First, all.Second, all.Third)).Select(a => (a.First, a.Second, a.Third, all.b))
                .Concat(fourth.Shrinker(all.b).Select(b => (all.First, all.Second, all.Third, b))));
    }
}
