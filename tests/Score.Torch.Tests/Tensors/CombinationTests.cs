using ScoreSde.Torch.Tensors;

namespace ScoreSde.Tests.Tensors;

/// <summary>Sums of states wherever the target and a weight of 1 stand, and sums and products with numbers, by hand.</summary>
public sealed class CombinationTests
{
    private static readonly double[][] Weights =
    [
        [1], [0.5], [0], [-1], [1, 2], [3, 1], [1, 1], [0.5, 0.25], [2, 3, 1], [2, 1, 3], [1, 2, 3], [1, 1, 1], [0.5, 2, 4, 8], [0.5, 2, 1, 8], [0, 0, 0],
    ];

    [TorchTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void Sums_are_those_of_their_terms_wherever_the_target_stands(bool isDouble)
    {
        torch.ScalarType type = isDouble ? torch.float64 : torch.float32;
        using DisposeScope scope = torch.NewDisposeScope();
        using Tensor one = torch.ones(1, type);
        foreach (double[] weights in Weights)
        {
            // The target is no term, one of them, two of them, or all.
            for (int mask = 0; mask < 1 << weights.Length; mask++)
            {
                // Small whole numbers, of which all sums are exact; in float32 2 × 3 numbers, 3 and 2 so that nothing is square.
                Tensor target = torch.tensor([1.0, -2, 3, 5, 8, 13]).reshape(2, 3).to(type);
                (double Weight, Tensor State)[] terms = [.. weights.Select((weight, i) => (weight, (mask & (1 << i)) != 0 ? target : State(i)))];
                double[] expected = new double[6];
                foreach ((double weight, Tensor state) in terms)
                {
                    double[] values = Wide(state);
                    for (int i = 0; i < 6; i++)
                    {
                        expected[i] += weight * values[i];
                    }
                }

                double[][] before = [.. terms.Select(static term => Wide(term.State))];
                Combination.Write(target, one, terms);
                Assert.Equal(expected, Wide(target));
                Assert.Equal([2, 3], target.shape);
                for (int i = 0; i < terms.Length; i++)
                {
                    // What is no target is left alone.
                    Assert.Equal((mask & (1 << i)) != 0 ? expected : before[i], Wide(terms[i].State));
                }
            }
        }

        Tensor State(int i) => torch.tensor([i + 1.0, 2 * i, -4, 7 - i, 16, i]).reshape(2, 3).to(type);
    }

    [TorchFact]
    public void A_scaled_sum_is_the_same_in_one_launch_or_two()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        foreach (torch.ScalarType type in new[] { torch.float32, torch.float64 })
        {
            Tensor one = torch.ones(1, type);
            Tensor state = torch.tensor([1.0, 2, 3, 4, 5, 6]).reshape(2, 3).to(type);
            Tensor turned = torch.tensor([1.0, 4, 2, 5, 3, 6]).reshape(3, 2).to(type).t();
            foreach (double factor in new[] { 1, 0.5, 0, -2 })
            {
                foreach (double weight in new[] { 1, 4, 0, -0.5 })
                {
                    double[] expected = [.. Enumerable.Range(0, 6).Select(i => (factor * (10 + i)) + (weight * (1 + i)))];
                    foreach (Tensor added in new[] { state, turned })
                    {
                        Tensor target = torch.tensor([10.0, 11, 12, 13, 14, 15]).reshape(2, 3).to(type);
                        Combination.ScaleAndAdd(target, one, factor, weight, added);
                        Assert.Equal(expected, Wide(target));
                        Tensor across = torch.tensor([10.0, 13, 11, 14, 12, 15]).reshape(3, 2).to(type).t();
                        Combination.ScaleAndAdd(across, one, factor, weight, added);
                        Assert.Equal(expected, Wide(across));
                    }
                }
            }
        }
    }

    [TorchFact]
    public void Scaling_and_adding_are_in_place_and_leave_nothing_behind()
    {
        using Tensor target = torch.ones(2, 3);
        using Tensor state = torch.ones(2, 3);
        using Tensor one = torch.ones(1);
        long before = LiveTensors.Count();
        Combination.Scale(target, 3);
        Combination.Scale(target, 1);
        Combination.Add(target, -0.5, state);
        Combination.ScaleAndAdd(target, one, 2, 1, state);
        Combination.Write(target, one, [(2, target), (3, state), (1, state)]);
        Combination.Write(target, one, [(2, state), (3, state), (1, target)]);
        Combination.Write(target, one, [(2, target)]);
        Assert.Equal(before, Tensor.TotalCount);

        // 3, 2.5, 6, 16, 21, 42.
        Assert.All(OnTensors.Values<float>(target), static value => Assert.Equal(42, value));
        before = LiveTensors.Count();
        Combination.Write(target, one, [(2, state), (1, state), (4, state)]);
        Combination.Write(target, one, [(1, state)]);
        Combination.Write(target, one, [(2, state), (0.5, state)]);
        Assert.Equal(before, Tensor.TotalCount);
        Assert.All(OnTensors.Values<float>(target), static value => Assert.Equal(2.5f, value));
    }

    [TorchFact]
    public void Sums_and_products_with_numbers_are_those_by_hand()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor a = torch.tensor([1.0, -2, 3]);
        Tensor b = torch.tensor([4.0, 5, -8]);
        Tensor c = torch.tensor([2.0, 10, 4]);
        Assert.Equal([5, 3, -5], Wide(a.Plus(b)));
        Assert.Equal([3, 0.5, -1], Wide(a.Plus(b, 0.5)));
        Assert.Equal([3.0, -6, 9], Wide(a.Times(3)));
        Assert.Equal([1.0, -2, 3], Wide(a));
        Assert.Equal([false, true, false], OnTensors.Values<bool>(a.IsBelow(1)));
        Assert.Equal([true, false, false], OnTensors.Values<bool>(a.Is(1)));
        Assert.Equal([5, 3, -5], Wide(a.clone().Plus_(b)));
        Assert.Equal([-7.0, -12, 19], Wide(a.clone().Plus_(b, -2)));
        Assert.Equal([3.5, 0.5, 5.5], Wide(a.clone().Shift_(2.5)));
        Assert.Equal([-0.5, 1, -1.5], Wide(a.clone().Times_(-0.5)));
        Assert.Equal([0.25, -0.5, 0.75], Wide(a.clone().Over_(4)));
        Assert.Equal([9.0, 48, -29], Wide(a.clone().PlusProduct_(b, c)));
        Assert.Equal([5.0, 23, -13], Wide(a.clone().PlusProduct_(b, c, 0.5)));
        Assert.Equal([7, -0.5, -3], Wide(a.clone().PlusQuotient_(b, c, 3)));
        Assert.Equal([0.5, 0.5, 0.5], Wide(a.clone().Set_(0.5)));
        Assert.Equal([7.0, 7, 7], Wide(a.clone().Set_(7L)));
        Assert.Equal([1, 0.25, 3], Wide(a.clone().SetWhere_(a.IsBelow(0), 0.25)));
        Assert.Equal([2.0, 2, 3], Wide(a.clone().AtLeast_(2)));
        Assert.Equal([double.NaN, 1, 2], Wide(torch.tensor([double.NaN, 0, 2]).AtLeast_(1)));
        Assert.Equal([3L, 4, 5, 6], OnTensors.Values<long>(Arithmetic.Whole(3, 7, torch.CPU)));
        Tensor d = a.clone();
        Assert.Equal([5, 3, -5], Wide(d.Plus_(b)));
        Assert.Equal([5, 3, -5], Wide(d));
    }

    private static double[] Wide(Tensor tensor)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        return OnTensors.Values<double>(tensor.to(torch.float64));
    }
}
