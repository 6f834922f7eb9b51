using ScoreSde.Cuda.Tensors;
using ScoreSde.Noise;
using ScoreSde.Torch.Kernels;

namespace ScoreSde.Tests.Kernels;

/// <summary>What kernels of our own are launched with, by hand: addresses, sizes, packs that memory and channels allow, blocks and rooms. No kernel runs.</summary>
public sealed class KernelPlansTests
{
    private static readonly NoiseKey Key = new(77, 5, NoisePurpose.Churn);

    [TorchFact]
    public void A_walk_has_its_terms_and_noise_in_their_order()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var launcher = new Recorder();
        var walk = new StateWalk(launcher, torch.float64, 3);
        Tensor a = torch.empty(4, 3, torch.float64);
        Tensor b = torch.empty(4, 3, torch.float64);
        Assert.True(walk.TrySum(a, [(2, b), (0.5, a), (3, b), (0.25, a)]));
        walk.Noise(b, 7, Key, 9, add: false);
        walk.Noise(a, -1, Key with { Interval = 6, Purpose = NoisePurpose.Step }, 9, add: true);
        Assert.Empty(launcher.Launched);
        walk.Flush();
        walk.Flush();
        (TensorKernel kernel, object boxed, int blocks, int room) = Assert.Single(launcher.Launched);
        Assert.Equal((new TensorKernel("walk_states", true, 1), 1, 0), (kernel, blocks, room));
        var arguments = (WalkArguments)boxed;
        Assert.Equal((12L, 77UL, 9L, 3L, 3L), (arguments.Count, arguments.Seed, arguments.FirstSample, arguments.Dimension, arguments.OrderCount));
        (nint ofA, nint ofB) = (a.Address(), b.Address());

        // The target's own weights together and first.
        Assert.Equal([ofA, ofB, ofB], [arguments.States[0], arguments.States[1], arguments.States[2]]);
        Assert.Equal([0.75, 2, 3], [arguments.Weights[0], arguments.Weights[1], arguments.Weights[2]]);
        Assert.Equal((ofA, WalkKind.Sum, 0, 3), Of(arguments.Order[0]));
        Assert.Equal((ofB, WalkKind.NewNoise, 3, 0), Of(arguments.Order[1]));
        Assert.Equal((ofA, WalkKind.AddedNoise, 3, 0), Of(arguments.Order[2]));
        Assert.Equal((7.0, 5u, (int)NoisePurpose.Churn), (arguments.Order[1].Scale, arguments.Order[1].Interval, arguments.Order[1].Purpose));
        Assert.Equal((-1.0, 6u, (int)NoisePurpose.Step), (arguments.Order[2].Scale, arguments.Order[2].Interval, arguments.Order[2].Purpose));

        static (nint, WalkKind, int, int) Of(WalkOrder order) => (order.Target, order.Kind, order.First, order.Terms);
    }

    [TorchTheory]
    [InlineData(2, 4, 0, 4)]
    [InlineData(2, 4, 1, 1)]
    [InlineData(2, 4, 2, 1)]
    [InlineData(2, 3, 0, 1)]
    [InlineData(300, 8, 4, 4)]
    [InlineData(64, 16, 0, 4)]
    [InlineData(171, 6, 1, 1)]
    public void A_sum_in_float_has_packs_of_four_where_memory_and_count_allow(int rows, int dimension, int offset, int pack)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor whole = torch.empty((rows * dimension) + 4);
        Tensor shifted = whole.narrow(0, offset, rows * dimension).reshape(rows, dimension);
        Tensor plain = torch.empty(rows, dimension);
        foreach ((Tensor target, Tensor state) in new[] { (shifted, plain), (plain, shifted) })
        {
            var launcher = new Recorder();
            var walk = new StateWalk(launcher, torch.float32, dimension);
            Assert.True(walk.TrySum(target, [(1, state)]));
            walk.Flush();
            int blocks = (((rows * dimension) / pack) + 255) / 256;
            Assert.Equal((new TensorKernel("walk_states", false, pack), blocks), (launcher.Launched[0].Kernel, launcher.Launched[0].Blocks));
        }
    }

    [TorchTheory]
    [InlineData(2, 4, 0L, 2)]
    [InlineData(2, 4, 1L, 2)]
    [InlineData(4, 3, 0L, 1)]
    [InlineData(8, 1, 6L, 2)]
    [InlineData(8, 1, 7L, 1)]
    [InlineData(7, 1, 6L, 1)]
    public void Noise_has_packs_of_two_where_pairs_of_a_row_lie_side_by_side(int rows, int dimension, long first, int pack)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var launcher = new Recorder();
        var walk = new StateWalk(launcher, torch.float64, dimension);
        walk.Noise(torch.empty(rows, dimension, torch.float64), 1, Key, first, add: false);
        walk.Flush();
        Assert.Equal(new TensorKernel("walk_states", true, pack), launcher.Launched[0].Kernel);
    }

    [TorchFact]
    public void What_does_not_fit_one_walk_begins_another()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var launcher = new Recorder();
        var walk = new StateWalk(launcher, torch.float32, 3);
        Tensor a = torch.empty(4, 3);
        Tensor b = torch.empty(4, 3);
        Tensor other = torch.empty(5, 3);

        // Eight orders, and the ninth alone; then of another size; then of another run or batch; then 31 terms and two more.
        Times(9, () => walk.TrySum(a, [(2, b)]));
        Launched(8, 8);
        walk.TrySum(other, [(2, other)]);
        Launched(1, 1);
        walk.Noise(other, 1, Key, 0, add: true);
        walk.Noise(other, 1, Key, 0, add: true);
        Assert.Empty(launcher.Launched);
        walk.Noise(other, 1, Key, 5, add: true);
        Launched(3, 1);
        walk.Noise(other, 1, Key with { Seed = 4 }, 5, add: true);
        Launched(1, 0);
        walk.Flush();
        Launched(1, 0);
        walk.TrySum(a, [.. Enumerable.Range(0, 30).Select(i => ((double)i, b))]);
        walk.TrySum(a, [(1, a), (2, b)]);
        Assert.Empty(launcher.Launched);
        walk.TrySum(a, [(2, b)]);
        Launched(2, 32);
        walk.Flush();
        Launched(1, 1);
        walk.TrySum(a, [.. Enumerable.Range(0, 33).Select(i => ((double)i, b))]);
        Launched(1, 32);
        walk.Flush();
        Launched(1, 2);

        // What cannot be read makes all that waits be done.
        walk.TrySum(a, [(2, b)]);
        Assert.False(walk.TrySum(a, [(1, a), (1, torch.empty(3, 4).t())]));
        Launched(1, 1);
        Assert.False(walk.TrySum(a, [(1, torch.empty(4, 3, torch.float64))]));
        Assert.False(walk.TrySum(a, [(1, other)]));
        Assert.False(walk.TrySum(torch.empty(3, 4).t(), [(1, a)]));
        Assert.Empty(launcher.Launched);

        void Launched(int orders, int terms)
        {
            var arguments = (WalkArguments)Assert.Single(launcher.Launched).Arguments;
            Assert.Equal(orders, arguments.OrderCount);
            Assert.Equal(terms, Enumerable.Range(0, orders).Sum(i => arguments.Order[i].Terms));
            launcher.Launched.Clear();
        }

        static void Times(int count, Action action)
        {
            for (int i = 0; i < count; i++)
            {
                action();
            }
        }
    }

    [TorchTheory]
    [InlineData(20, 1, 1, 1)]
    [InlineData(20, 4, 1, 1)]
    [InlineData(20, 5, 2, 1)]
    [InlineData(20, 37, 16, 2)]
    [InlineData(9, 128, 32, 2)]
    [InlineData(8, 1000, 32, 1)]
    public void A_row_s_norms_are_a_team_s(int rows, int dimension, int team, int blocks)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var launcher = new Recorder();
        var kernels = new TensorKernels(launcher, torch.float32);
        Tensor[] states = [.. Enumerable.Range(0, 4).Select(_ => torch.empty(rows, dimension))];
        Assert.True(kernels.TryAddByNorms(states[0], 0.7, states[1], states[2], states[3], 2));
        (TensorKernel kernel, object boxed, int found, int room) = Assert.Single(launcher.Launched);
        var arguments = (RatioArguments)boxed;
        Assert.Equal((new TensorKernel("add_by_norms", false, 1), blocks, 0), (kernel, found, room));
        Assert.Equal((0.7, (long)rows, dimension, 2, team), (arguments.Weight, arguments.Rows, arguments.Dimension, arguments.Power, arguments.Team));
        Assert.Equal(
            (states[0].Address(), states[1].Address(), states[2].Address(), states[3].Address()), (arguments.Target, arguments.Direction, arguments.Numerator, arguments.Denominator));
        for (int i = 0; i < 4; i++)
        {
            Tensor[] changed = [.. states];
            changed[i] = torch.empty(rows, dimension, torch.float64);
            Assert.False(kernels.TryAddByNorms(changed[0], 0.7, changed[1], changed[2], changed[3], 2));
        }

        Assert.Single(launcher.Launched);
    }

    [TorchTheory]
    [InlineData(false, 100, 12, 0, 4, 2)]
    [InlineData(false, 100, 6, 0, 1, 3)]
    [InlineData(false, 100, 12, 1, 1, 5)]
    [InlineData(true, 100, 6, 0, 2, 2)]
    [InlineData(true, 100, 5, 0, 1, 2)]
    public void What_is_added_by_channels_has_packs_where_channels_and_memory_allow(bool isDouble, int rows, int channels, int offset, int pack, int blocks)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.ScalarType type = isDouble ? torch.float64 : torch.float32;
        Tensor target = torch.empty(rows, channels, type);
        Tensor state = torch.empty(rows, channels, type);
        Tensor further = torch.empty(rows, channels, type);
        Tensor bias = torch.empty(channels + 1, type).narrow(0, offset, channels);
        var launcher = new Recorder();
        var kernels = new TensorKernels(launcher, type);
        kernels.Join(target, state, further, bias);
        kernels.Activate(target, state, bias);
        Assert.Equal([new TensorKernel("join_states", isDouble, pack), new TensorKernel("activate_states", isDouble, pack)], launcher.Launched.Select(static one => one.Kernel));
        foreach ((_, object boxed, int found, _) in launcher.Launched)
        {
            var arguments = (JoinArguments)boxed;
            Assert.Equal((blocks, (long)rows * channels, channels), (found, arguments.Count, arguments.Channels));
            Assert.Equal((target.Address(), state.Address(), bias.Address()), (arguments.Target, arguments.State, arguments.Bias));
        }

        Assert.Equal([further.Address(), 0], launcher.Launched.Select(static one => ((JoinArguments)one.Arguments).Further));
    }

    [TorchTheory]
    [InlineData(false, 8, 4, 3, 320, 4, true)]
    [InlineData(false, 8, 4, 3, 319, 4, false)]
    [InlineData(false, 6, 6, 3, 1000, 1, true)]
    [InlineData(false, 8, 4, 2, 1000, 1, true)]
    [InlineData(true, 6, 6, 2, 1000, 2, true)]
    [InlineData(true, 6, 6, 2, 959, 2, false)]
    [InlineData(true, 9, 3, 2, 1000, 1, true)]
    [InlineData(false, 8, 0, 2, 1000, 4, true)]
    public void A_group_s_norm_keeps_its_numbers_where_a_block_has_room(bool isDouble, int own, int beside, int groups, int mostRoom, int pack, bool isKept)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.ScalarType type = isDouble ? torch.float64 : torch.float32;
        var launcher = new Recorder { MostRoom = mostRoom };
        var kernels = new TensorKernels(launcher, type);
        int channels = own + beside;
        int inGroup = channels / groups;
        Tensor x = torch.empty(3, own, 5, 4, type);
        Tensor? more = beside == 0 ? null : torch.empty(3, beside, 5, 4, type);
        Tensor y = torch.empty(3, channels, 5, 4, type);
        Tensor weight = torch.empty(channels, type);
        Tensor bias = torch.empty(channels, type);
        Tensor shift = torch.empty(3, channels, type);
        kernels.Norm(y, x, more, shift, weight, bias, groups, 1e-5, true);
        (TensorKernel kernel, object boxed, int blocks, int room) = Assert.Single(launcher.Launched);
        int bytes = 20 * inGroup * (isDouble ? 8 : 4);
        Assert.Equal((new TensorKernel("norm_groups", isDouble, pack, inGroup / pack), 3 * groups, isKept ? bytes : 0), (kernel, blocks, room));
        var arguments = (NormArguments)boxed;
        Assert.Equal((20, channels, own, groups, 1, isKept ? 1 : 0), (arguments.Pixels, arguments.Channels, arguments.Own, arguments.Groups, arguments.Activate, arguments.Kept));
        Assert.Equal((channels, 1e-5), (arguments.ShiftStride, arguments.Epsilon));
        Assert.Equal((x.Address(), more is null ? 0 : more.Address(), shift.Address()), (arguments.X, arguments.Beside, arguments.Shift));
        Assert.Equal((weight.Address(), bias.Address(), y.Address()), (arguments.Weight, arguments.Bias, arguments.Y));

        // One shift for all, none, and one of a wider table; without SiLU.
        launcher.Launched.Clear();
        kernels.Norm(y, x, more, torch.empty(1, channels, type), weight, bias, groups, 1e-5, false);
        kernels.Norm(y, x, more, null, weight, bias, groups, 1e-5, false);
        kernels.Norm(y, x, more, torch.empty(3, channels + 5, type).narrow(1, 0, channels), weight, bias, groups, 1e-5, false);
        Assert.Equal([0L, 0L, channels + 5L], launcher.Launched.Select(static one => ((NormArguments)one.Arguments).ShiftStride));
        Assert.Equal([0, 0, 0], launcher.Launched.Select(static one => ((NormArguments)one.Arguments).Activate));
        Assert.Equal([pack, pack, 1], launcher.Launched.Select(static one => one.Kernel.Pack));
        Assert.Equal(0, ((NormArguments)launcher.Launched[1].Arguments).Shift);
    }

    [TorchTheory]
    [InlineData(2, 8, 9, 7, 2, 4, 1)]
    [InlineData(3, 64, 20, 30, 4, 4, 15)]
    [InlineData(3, 64, 16, 24, 4, 4, 9)]
    [InlineData(2, 6, 9, 7, 3, 1, 1)]
    [InlineData(2, 255, 9, 7, 1, 1, 16)]
    public void Pictures_are_spread_by_blocks_that_have_all_pixels(int pictures, int channels, int height, int width, int few, int pack, int blocks)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var launcher = new Recorder();
        var kernels = new TensorKernels(launcher, torch.float32);
        Tensor target = torch.empty(pictures, channels, height, width);
        Tensor x = torch.empty(pictures, height * width * few);
        Tensor weight = torch.empty(3, 3, few, channels);
        Tensor bias = torch.empty(channels);
        Assert.True(kernels.TrySpread(target, x, weight, bias));
        (TensorKernel kernel, object boxed, int found, int room) = Assert.Single(launcher.Launched);
        var arguments = (FewArguments)boxed;
        Assert.Equal((new TensorKernel("spread_pictures", false, pack, Few: few), blocks, 0), (kernel, found, room));
        Assert.Equal(((long)pictures, height, width, channels), (arguments.Pictures, arguments.Height, arguments.Width, arguments.Channels));
        Assert.Equal((x.Address(), weight.Address(), bias.Address(), target.Address()), (arguments.X, arguments.Weight, arguments.Bias, arguments.Y));
        Assert.False(kernels.TrySpread(target, x, torch.empty(3, 3, 5, channels), bias));
        Assert.False(kernels.TrySpread(torch.empty(2, 257, 3, 4), x, torch.empty(3, 3, few, 257), torch.empty(257)));
        Tensor unaligned = torch.empty(channels + 1).narrow(0, 1, channels);
        Assert.True(kernels.TrySpread(target, x, weight, unaligned));
        Assert.Equal(1, launcher.Launched[^1].Kernel.Pack);
    }

    [TorchTheory]
    [InlineData(9, 7, 2, 16384, 9, 3, 11 * 1008)]
    [InlineData(9, 7, 2, 4096, 2, 15, 4 * 1008)]
    [InlineData(9, 100, 1, 100000, 3, 9, 5 * 7200)]
    [InlineData(9, 100, 1, 3 * 7200, 1, 27, 3 * 7200)]
    [InlineData(9, 100, 1, (3 * 7200) - 1, 0, 0, 0)]
    [InlineData(50, 25, 4, 1 << 20, 8, 21, 10 * 7200)]
    [InlineData(9, 7, 5, 16384, 0, 0, 0)]
    public void Pictures_are_gathered_by_strips_of_lines_that_a_block_has_room_for(int height, int width, int few, int mostRoom, int lines, int blocks, int room)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var launcher = new Recorder { MostRoom = mostRoom };
        var kernels = new TensorKernels(launcher, torch.float32);
        Tensor x = torch.empty(3, 8, height, width);
        Tensor target = torch.empty(3, height * width * few);
        Tensor weight = torch.empty(3, 3, few, 8);
        Tensor bias = torch.empty(few);
        Assert.Equal(blocks > 0, kernels.TryGather(target, x, weight, bias));
        if (blocks == 0)
        {
            Assert.Empty(launcher.Launched);
            return;
        }

        (TensorKernel kernel, object boxed, int found, int foundRoom) = Assert.Single(launcher.Launched);
        var arguments = (FewArguments)boxed;
        Assert.Equal((new TensorKernel("gather_pictures", false, 4, Few: few), blocks, room, lines), (kernel, found, foundRoom, arguments.Lines));
        Assert.Equal((3L, height, width, 8), (arguments.Pictures, arguments.Height, arguments.Width, arguments.Channels));
        Assert.Equal((x.Address(), weight.Address(), bias.Address(), target.Address()), (arguments.X, arguments.Weight, arguments.Bias, arguments.Y));
        Tensor unaligned = torch.empty((72 * few) + 1).narrow(0, 1, 72 * few).reshape(3, 3, few, 8);
        Assert.True(kernels.TryGather(target, x, unaligned, bias));
        Assert.Equal(1, launcher.Launched[^1].Kernel.Pack);
    }

    [TorchFact]
    public void A_processor_has_no_kernels() => Assert.Null(TensorKernels.For(torch.CPU, torch.float32));

    private sealed class Recorder : ITensorLauncher
    {
        public List<(TensorKernel Kernel, object Arguments, int Blocks, int Room)> Launched { get; } = [];

        public int MostRoom { get; init; } = 4096;

        public void Launch<TArguments>(TensorKernel kernel, in TArguments arguments, int blocks, int roomBytes = 0)
            where TArguments : unmanaged => Launched.Add((kernel, arguments, blocks, roomBytes));
    }
}
