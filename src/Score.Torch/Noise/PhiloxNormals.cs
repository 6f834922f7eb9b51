using ScoreSde.Lanes;
using ScoreSde.Noise;
using ScoreSde.Torch.Tensors;
using static TorchSharp.torch;

namespace ScoreSde.Torch.Noise;

/// <summary>
/// Philox4x32-10 and Box–Muller on tensors: the numbers of <see cref="Normals"/>, made on the device for a batch of consecutive samples and
/// any number of consecutive intervals at once: some 75 launches, however many intervals there are.
/// </summary>
/// <remarks>
/// Words are the low halves of 64-bit lanes; products wrap modulo 2⁶⁴, so that their high words come out right. The words c₀ and c₂ of
/// a counter are the two rows of one tensor, c₁ and c₃ of another. A round leaves the rows exchanged, the next one puts them back: even
/// rounds work with the constants in one order, odd ones in the other. The first round's product depends on the samples alone and is kept.
/// </remarks>
internal sealed class PhiloxNormals : IDisposable
{
    private readonly int dimension;
    private readonly int blocks;
    private readonly ScalarType type;
    private readonly Device device;
    private readonly Tensor[] multipliers;
    private Tensor[] keys = [];
    private ulong keysOf;
    private (long First, int Rows) samplesOf;
    private long owners;
    private Tensor? firstProduct;
    private Tensor? firstHigh;

    public PhiloxNormals(int dimension, ScalarType type, Device device)
    {
        this.dimension = dimension;
        this.type = type;
        this.device = device;
        blocks = (dimension + 3) / 4;
        multipliers = [Pair(Philox4x32.Multiplier0, Philox4x32.Multiplier1), Pair(Philox4x32.Multiplier1, Philox4x32.Multiplier0)];
    }

    // Up to two dimensions neighbouring samples share a block, whose number is that of the sample ⌊d i/4⌋.
    private bool SharesBlocks => dimension <= SharedBlocks.MostDimensions;

    /// <summary>Makes the numbers those of samples firstSample … firstSample + rows − 1.</summary>
    public void MoveTo(long firstSample, int rows)
    {
        if (samplesOf == (firstSample, rows))
        {
            return;
        }

        samplesOf = (firstSample, rows);
        long first = SharesBlocks ? dimension * firstSample / 4 : firstSample;
        owners = SharesBlocks ? (dimension * (firstSample + rows - 1) / 4) - first + 1 : rows;
        using DisposeScope scope = NewDisposeScope();
        Tensor samples = Arithmetic.Whole(first, first + owners, device).unsqueeze(1).expand(owners, blocks);
        Tensor places = Arithmetic.Whole(0, blocks, device).unsqueeze(0).expand(owners, blocks);
        Tensor counters = stack([places, samples.bitwise_and(Constants.LowWord)]).reshape(2, 1, owners * blocks);
        Tensor product = counters.mul_(multipliers[0]);
        Tensor high = product.bitwise_right_shift(Constants.WordBits);

        // The sample's high word stands in c₃, which the first round adds to the first row.
        using Tensor top = high[0];
        top.bitwise_xor_(samples.bitwise_right_shift(Constants.WordBits).reshape(-1));
        firstProduct?.Dispose();
        firstHigh?.Dispose();
        firstProduct = product.DetachFromDisposeScope();
        firstHigh = high.DetachFromDisposeScope();
    }

    /// <summary>
    /// Standard normals [intervals, rows, dimension] of the key's interval and those that follow it, rounded from double. The caller disposes.
    /// </summary>
    public Tensor Draw(NoiseKey key, int intervals = 1)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor radii, Tensor angles) = Words(key, intervals);
        Tensor radius = radii.to(float64).Shift_(0.5).Times_(1.0 / 4294967296.0).log_().Times_(-2).sqrt_();
        Tensor angle = angles.bitwise_and_(Constants.LowWord).to(float64).Shift_(0.5).Times_(2 * Math.PI / 4294967296.0);

        // In the result a block's pairs lie side by side; in the words they are the two rows of a tensor.
        Tensor normals = empty([intervals, owners * blocks, 2, 2], type, device);
        Tensor byPair = normals.permute(2, 0, 1, 3);
        byPair.select(-1, 0).copy_(angle.cos().mul_(radius));
        byPair.select(-1, 1).copy_(angle.sin_().mul_(radius));
        (long firstSample, int rows) = samplesOf;
        Tensor wanted = SharesBlocks
            ? normals.view(intervals, -1).narrow(1, dimension * firstSample % 4, (long)rows * dimension).view(intervals, rows, dimension)
            : normals.view(intervals, rows, 4L * blocks).narrow(2, 0, dimension);
        return wanted.MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        foreach (Tensor tensor in multipliers.Concat(keys))
        {
            tensor.Dispose();
        }

        firstProduct?.Dispose();
        firstHigh?.Dispose();
    }

    // The ten rounds: (c₀, c₂) and (c₁, c₃), the latter with something left in its high halves.
    private (Tensor Even, Tensor Odd) Words(NoiseKey key, int intervals)
    {
        MoveToSeed(key.Seed);
        Tensor even = firstHigh!.bitwise_xor(FirstWords(key, intervals)).bitwise_and_(Constants.LowWord);
        Tensor odd = firstProduct!;
        for (int round = 1; round < Philox4x32.Rounds; round++)
        {
            Tensor product = even.mul(multipliers[round & 1]);
            even = product.bitwise_right_shift(Constants.WordBits);
            even.bitwise_xor_(odd.flip(0)).bitwise_xor_(keys[round]).bitwise_and_(Constants.LowWord);
            odd = product;
        }

        return (even, odd);
    }

    // What the first round adds beside the samples: purpose and the key's high half, interval and its low half.
    private Tensor FirstWords(NoiseKey key, int intervals)
    {
        Tensor words = empty([2, intervals, 1], int64, device);
        using Tensor seed = tensor((long)(uint)key.Seed, int64);
        words[0].Set_((long)(((uint)key.Purpose << 24) ^ (uint)(key.Seed >> 32)));
        words[1].copy_(Arithmetic.Whole(key.Interval, (long)key.Interval + intervals, device).unsqueeze(1)).bitwise_xor_(seed);
        return words;
    }

    // The low half of the key belongs to c₀, which an even round leaves in the second row and an odd one in the first.
    private void MoveToSeed(ulong seed)
    {
        if (keys.Length > 0 && keysOf == seed)
        {
            return;
        }

        foreach (Tensor key in keys)
        {
            key.Dispose();
        }

        keys = [.. Enumerable.Range(0, Philox4x32.Rounds).Select(round =>
        {
            uint low = (uint)seed + ((uint)round * Philox4x32.Weyl0);
            uint high = (uint)(seed >> 32) + ((uint)round * Philox4x32.Weyl1);
            return round % 2 == 0 ? Pair(high, low) : Pair(low, high);
        })];
        keysOf = seed;
    }

    private Tensor Pair(uint first, uint second)
    {
        using DisposeScope scope = NewDisposeScope();
        return tensor([(long)first, (long)second], int64, device).reshape(2, 1, 1).DetachFromDisposeScope();
    }
}
