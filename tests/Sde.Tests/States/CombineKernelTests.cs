using System.Numerics;
using ScoreSde.Lanes;
using ScoreSde.States;
using ScoreSde.States.Kernels;
using ScoreSde.Tests.Lanes;

namespace ScoreSde.Tests.States;

public sealed class CombineKernelTests
{
    private static readonly int[] Lengths = [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 130];

    [Fact]
    public void Floats_are_summed_as_defined_at_every_width_and_length() => Compare<float>();

    [Fact]
    public void Doubles_are_summed_as_defined_at_every_width_and_length() => Compare<double>();

    [Fact]
    public void The_target_may_be_any_of_the_states()
    {
        for (int terms = 1; terms <= 6; terms++)
        {
            for (int alias = 0; alias < terms; alias++)
            {
                Tile<float>[] states = States<float>(terms, 67);
                (double Weight, Tile<float> State)[] sum = [.. states.Select((state, k) => (0.3 + k, state))];
                float[] expected = Defined<float>(sum);
                CombineKernel.Run(states[alias], sum);
                Bits.Same<float>(expected, states[alias].Values, $"{terms} terms into term {alias}");
            }
        }
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        var space = new TileSpace<float>(8, 20);
        Tile<float> x = space.Allocate();
        Tile<float> y = space.Allocate();
        space.Combine(x, (0.5, x), (0.25, y), (2.0, x));
        long before = GC.GetAllocatedBytesForCurrentThread();
        space.Combine(x, (0.5, x), (0.25, y), (2.0, x));
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_sum_of_nothing_and_states_of_two_sizes_are_refused()
    {
        Tile<float> x = Tiles.Of(1f, 2f);
        Tile<float> y = Tiles.Of(1f, 2f, 3f);
        Refused.By("terms", "needs at least one term", () => Run(x, []));
        Refused.By("terms", $"A state of {x.Values.Length} numbers meets a target of {y.Values.Length}", () => Run(y, [(1.0, x)]));

        static object? Run(Tile<float> target, (double Weight, Tile<float> State)[] terms)
        {
            CombineKernel.Run(target, terms);
            return null;
        }
    }

    private static Tile<T>[] States<T>(int terms, int length)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        [.. Enumerable.Range(0, terms).Select(k => Tiles.Of<T>(Tiles.Random<T>(k, length)))];

    private static T[] Defined<T>((double Weight, Tile<T> State)[] terms)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var result = new T[terms[0].State.Values.Length];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = T.CreateTruncating(terms[0].Weight) * terms[0].State.Values[i];
            foreach ((double weight, Tile<T> state) in terms[1..])
            {
                result[i] = T.FusedMultiplyAdd(T.CreateTruncating(weight), state.Values[i], result[i]);
            }
        }

        return result;
    }

    private static void Compare<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (int length in Lengths)
        {
            for (int terms = 1; terms <= 5; terms++)
            {
                (double Weight, Tile<T> State)[] sum = [.. States<T>(terms, length).Select((state, k) => (0.1 + k, state))];
                T[] expected = Defined(sum);
                foreach (LaneWidth width in Widths.All)
                {
                    Tile<T> target = Tiles.Of<T>(new T[length]);
                    var kernel = new WeightedSum<T>(target, sum);
                    LaneDispatch.Run<T, WeightedSum<T>>(ref kernel, width);
                    Bits.Same<T>(expected, target.Values, $"{terms} terms of {length} at {width}");
                }
            }
        }
    }
}
