using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace ScoreSde.Tests;

/// <summary>Asserts a statement for generated values, always the same ones; a failure prints the shrunk value.</summary>
internal static class Law
{
    private const ulong Seed = 20_2021;

    public static void Holds<T>(Arbitrary<T> values, Action<T> statement, int cases = 100) =>
        Check.One(
            Config.QuickThrowOnFailure
                .WithQuietOnSuccess(true)
                .WithMaxTest(cases)
                .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(Seed), FSharpOption<int>.None))),
            Prop.ForAll(values, statement));

    public static void Holds<T1, T2>(Arbitrary<T1> first, Arbitrary<T2> second, Action<T1, T2> statement, int cases = 100) =>
        Holds(first.Zip(second), pair => statement(pair.Item1, pair.Item2), cases);

    public static void Holds<T1, T2, T3>(
        Arbitrary<T1> first, Arbitrary<T2> second, Arbitrary<T3> third, Action<T1, T2, T3> statement, int cases = 100) =>
        Holds(first.Zip(second).Zip(third), all => statement(all.Item1.Item1, all.Item1.Item2, all.Item2), cases);

    public static void Holds<T1, T2, T3, T4>(
        Arbitrary<T1> first,
        Arbitrary<T2> second,
        Arbitrary<T3> third,
        Arbitrary<T4> fourth,
        Action<T1, T2, T3, T4> statement,
        int cases = 100) =>
        Holds(first.Zip(second), third.Zip(fourth), (a, b) => statement(a.Item1, a.Item2, b.Item1, b.Item2), cases);
}
