using ScoreSde.Noise;
using ScoreSde.States;
using ScoreSde.Tests.Kernels;
using ScoreSde.Torch;
using ScoreSde.Torch.Kernels;
using ScoreSde.Torch.Noise;
using ScoreSde.Torch.States;

namespace ScoreSde.Tests.States;

/// <summary>Every operation on tensors beside the tiles of the CPU, in both types, with noise of the host, of the device and of kernels of our own, and the limits of what is asked.</summary>
public sealed class TorchStatesTests
{
    private const long First = (1L << 33) + 5;

    [TorchTheory]
    [InlineData(NoiseSource.Host, false, 5, 7)]
    [InlineData(NoiseSource.Device, false, 5, 7)]
    [InlineData(NoiseSource.Device, true, 5, 7)]
    [InlineData(NoiseSource.Host, true, 4, 3)]
    [InlineData(NoiseSource.Device, false, 6, 1)]
    [InlineData(NoiseSource.Host, false, 6, 1)]
    [InlineData(NoiseSource.Device, true, 1, 2)]
    public void Operations_are_those_of_tiles(NoiseSource source, bool ownKernels, int rows, int dimension)
    {
        Compare<double>(torch.float64, source, ownKernels, rows, dimension, 2e-14);
        Compare<float>(torch.float32, source, ownKernels, rows, dimension, 2e-6);
    }

    private static void Compare<T>(torch.ScalarType type, NoiseSource source, bool ownKernels, int rows, int dimension, double most)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        using var space = new TorchSpace(rows, dimension, type, torch.CPU, source, ownKernels ? new TensorKernels(new PlainLauncher { Refuses = "add_by_norms" }, type) : null);
        var tiles = new TileSpace<T>(rows, dimension);
        space.MoveTo(First);
        tiles.MoveTo(First, rows);
        Assert.Equal((rows, dimension, type, First), (space.Rows, space.Dimension, space.Type, space.FirstSample));
        Tensor[] states = [.. Enumerable.Range(0, 4).Select(_ => space.Allocate())];
        Tile<T>[] expected = [.. states.Select(_ => tiles.Allocate())];
        var key = new NoiseKey(9, 4, NoisePurpose.Churn);
        for (int i = 0; i < states.Length; i++)
        {
            tiles.FillNormal(expected[i], 0.5 + i, key with { Interval = (uint)i });
            space.FillNormal(states[i], 0.5 + i, key with { Interval = (uint)i });
        }

        Same();
        tiles.AddNormal(expected[1], -0.7, key with { Purpose = NoisePurpose.Step });
        space.AddNormal(states[1], -0.7, key with { Purpose = NoisePurpose.Step });
        Same();
        foreach (NumberVariance variance in new[]
        {
            new NumberVariance(0.7, 0.4, 0.3), new NumberVariance(0.3, -0.2, IsLogarithm: true), new NumberVariance(0.3, -0.2, 0.8, IsLogarithm: true), new NumberVariance(0, 2.25),
        })
        {
            tiles.AddNormal(expected[0], expected[1], variance, expected[2], key);
            space.AddNormal(states[0], states[1], variance, states[2], key);
            Same();
        }

        tiles.FillSigns(expected[3], key with { Interval = 8 });
        space.FillSigns(states[3], key with { Interval = 8 });
        Same();
        tiles.AverageProducts(expected[3], expected[0], expected[1]);
        space.AverageProducts(states[3], states[0], states[1]);
        Same();
        tiles.Average(expected[3], expected[1]);
        space.Average(states[3], states[1]);
        Same();
        if (!ownKernels)
        {
            foreach (int power in new[] { 1, 2 })
            {
                tiles.AddByNormRatio(expected[3], -0.3, expected[0], expected[1], expected[2], power);
                space.AddByNormRatio(states[3], -0.3, states[0], states[1], states[2], power);
                Same();
            }
        }

        tiles.Combine(expected[0], (0.5, expected[0]), (0.25, expected[1]), (-1, expected[2]));
        space.Combine(states[0], (0.5, states[0]), (0.25, states[1]), (-1, states[2]));
        Same();
        tiles.Combine(expected[0], (0.5, expected[3]), (0.25, expected[1]));
        space.Combine(states[0], (0.5, states[3]), (0.25, states[1]));
        Same();

        // Other samples have other noise.
        tiles.MoveTo(3, rows);
        space.MoveTo(3);
        Assert.Equal(3, space.FirstSample);
        tiles.FillNormal(expected[2], 2, key);
        space.FillNormal(states[2], 2, key);
        Same();

        void Same()
        {
            using DisposeScope scope = torch.NewDisposeScope();
            for (int i = 0; i < states.Length; i++)
            {
                Assert.InRange(OnTensors.Difference<T>(OnTensors.Values<T>(states[i]), expected[i].Values), 0, most);
            }
        }
    }

    /// <summary>By hand, with a row whose denominator is 0 and one whose numerator is.</summary>
    [TorchFact]
    public void Ratios_of_norms_averages_and_signs_are_those_by_hand()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var space = new TorchSpace(3, 2, torch.float64, torch.CPU);
        Tensor target = Filled(1, 1, 1, 1, 1, 1);
        Tensor direction = Filled(1, 2, 3, 4, 5, 6);
        Tensor numerator = Filled(3, 4, 6, 8, 0, 0);
        Tensor denominator = Filled(1, 0, 0, 0, 2, 2);
        space.AddByNormRatio(target, 0.1, direction, numerator, denominator, 1);
        Assert.Equal([1.5, 2, 1, 1, 1, 1], OnTensors.Values<double>(target));
        space.AddByNormRatio(target, 0.1, direction, numerator, denominator, 2);
        Assert.Equal([4, 7, 1, 1, 1, 1], OnTensors.Values<double>(target));
        space.Average(target, direction);
        Assert.Equal([1.5, 1.5, 3.5, 3.5, 5.5, 5.5], OnTensors.Values<double>(target));
        space.AverageProducts(target, direction, numerator);
        Assert.Equal([5.5, 5.5, 25, 25, 0, 0], OnTensors.Values<double>(target));
        Assert.Throws<ArgumentNullException>(() => space.Average(target, null!));
        Assert.Throws<ArgumentNullException>(() => space.AverageProducts(target, null!, direction));
        Assert.Throws<ArgumentNullException>(() => space.AverageProducts(target, direction, null!));
        Assert.Throws<ArgumentNullException>(() => space.AddNormal(target, null!, default, direction, default));

        Tensor Filled(params double[] values)
        {
            Tensor state = space.Allocate();
            state.copy_(torch.tensor(values).reshape(3, 2));
            return state;
        }
    }

    [TorchFact]
    public void Large_floats_are_averaged_in_double()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var space = new TorchSpace(1, 2, torch.float32, torch.CPU);
        Tensor target = space.Allocate();
        Tensor large = space.Allocate().fill_(3e38f);
        space.Average(target, large);
        Assert.Equal([3e38f, 3e38f], OnTensors.Values<float>(target));
        Tensor other = space.Allocate();
        other.copy_(torch.tensor([1f, -1]).reshape(1, 2));
        space.AverageProducts(target, large, other);
        Assert.Equal([0f, 0], OnTensors.Values<float>(target));
    }

    /// <summary>Indices of samples have 56 bits.</summary>
    [TorchFact]
    public void What_cannot_be_is_refused()
    {
        using var space = new TorchSpace(3, 2, torch.float32, torch.CPU);
        Assert.Equal(0, space.FirstSample);
        space.MoveTo((1L << 56) - 3);
        Assert.Equal((1L << 56) - 3, space.FirstSample);
        Assert.Throws<ArgumentOutOfRangeException>(() => space.MoveTo((1L << 56) - 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => space.MoveTo(-1));
        Assert.Equal((1L << 56) - 3, space.FirstSample);
        space.MoveTo(0);
        Tensor state = space.Allocate();
        Assert.Equal("A combination needs at least one term. (Parameter 'terms')", Assert.Throws<ArgumentException>(() => space.Combine(state)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(static () => new TorchSpace(0, 2, torch.float32, torch.CPU).Dispose());
        Assert.Throws<ArgumentOutOfRangeException>(static () => new TorchSpace(3, 0, torch.float32, torch.CPU).Dispose());
        Assert.Equal(
            "States are float32 or float64, not Int64. (Parameter 'type')", Assert.Throws<ArgumentException>(static () => new TorchSpace(3, 2, torch.int64, torch.CPU).Dispose()).Message);
    }

    /// <summary>Sums and noise wait where they are put off, and are done before anything else looks.</summary>
    [TorchFact]
    public void What_is_put_off_waits_until_it_is_looked_at()
    {
        var key = new NoiseKey(2, 3, NoisePurpose.Step);
        foreach (int look in Enumerable.Range(0, 6))
        {
            var launcher = new PlainLauncher { Refuses = "add_by_norms" };
            using var space = new TorchSpace(2, 3, torch.float64, torch.CPU, NoiseSource.Device, new TensorKernels(launcher, torch.float64));
            Tensor a = space.Allocate().fill_(1);
            Tensor b = space.Allocate().fill_(2);
            space.Combine(a, (2, a), (0.5, b));
            Assert.Equal(["walk_states"], launcher.Launched);
            space.PutsOff = true;
            space.Combine(a, (2, a), (0.5, b));
            space.AddNormal(b, 0, key);
            Assert.Equal(["walk_states"], launcher.Launched);
            Look(look, space, a, b);
            Assert.Equal(look == 5 ? 1 : 2, launcher.Launched.Count(static name => name == "walk_states"));
            space.Flush();
            using DisposeScope scope = torch.NewDisposeScope();
            Assert.All(OnTensors.Values<double>(a), static value => Assert.Equal(7, value));
        }

        void Look(int look, TorchSpace space, Tensor a, Tensor b)
        {
            Tensor c = space.Allocate();
            switch (look)
            {
                case 0:
                    space.Flush();
                    break;
                case 1:
                    space.MoveTo(4);
                    break;
                case 2:
                    space.Average(c, a);
                    AssertAll(c, 7);
                    break;
                case 3:
                    space.AverageProducts(c, a, b);
                    AssertAll(c, 14);
                    break;
                case 4:
                    c.fill_(1);
                    Assert.Throws<NotSupportedException>(() => space.AddByNormRatio(c, 1, a, b, b, 1));
                    break;
                default:
                    break;
            }
        }

        static void AssertAll(Tensor state, double expected)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            Assert.All(OnTensors.Values<double>(state), value => Assert.Equal(expected, value));
        }
    }

    [TorchTheory]
    [InlineData(NoiseSource.Host)]
    [InlineData(NoiseSource.Device)]
    public void A_space_gives_all_back_and_operations_leave_nothing_behind(NoiseSource source)
    {
        long before = LiveTensors.Count();
        using (var space = new TorchSpace(3, 2, torch.float32, torch.CPU, source))
        {
            Tensor[] states = [space.Allocate(), space.Allocate(), space.Allocate()];
            Operate();
            long held = LiveTensors.Count();
            Operate();
            Assert.Equal(held, Tensor.TotalCount);

            void Operate()
            {
                var key = new NoiseKey(1, 0, NoisePurpose.Prior);
                space.FillNormal(states[0], 1, key);
                space.AddNormal(states[0], 2, key);
                space.FillNormal(states[2], 1, key);
                space.AddNormal(states[0], states[0], new NumberVariance(1, 9), states[1], key);
                space.FillSigns(states[1], key);
                space.Average(states[1], states[0]);
                space.AverageProducts(states[1], states[0], states[2]);
                space.AddByNormRatio(states[1], 1, states[0], states[2], states[0], 1);
                space.Combine(states[0], (1, states[1]), (2, states[2]));
                space.Combine(states[0], (0.5, states[0]), (2, states[2]));
            }
        }

        Assert.Equal(before, Tensor.TotalCount);
    }
}
