using ScoreSde.Noise;
using static TorchSharp.torch;

namespace ScoreSde.Torch.Noise;

/// <summary>
/// Philox4x32-10 and Box–Muller on tensors: the numbers of <see cref="Normals"/>, made on the device for a batch of consecutive samples.
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
    private readonly Device device;
    private readonly Tensor[] multipliers;
    private readonly Tensor words;
    private Tensor[] keys = [];
    private ulong keysOf;
    private (long First, int Rows) samplesOf;
    private Tensor? firstProduct;
    private Tensor? firstHigh;

    public PhiloxNormals(int dimension, Device device)
    {
        this.dimension = dimension;
        this.device = device;
        blocks = (dimension + 3) / 4;
        multipliers = [Pair(Philox4x32.Multiplier0, Philox4x32.Multiplier1), Pair(Philox4x32.Multiplier1, Philox4x32.Multiplier0)];
        words = Pair(0, 0);
    }

    /// <summary>Makes the numbers those of samples firstSample … firstSample + rows − 1.</summary>
    public void MoveTo(long firstSample, int rows)
    {
        if (samplesOf == (firstSample, rows))
        {
            return;
        }

        samplesOf = (firstSample, rows);
        using DisposeScope scope = NewDisposeScope();
        Tensor samples = arange(firstSample, firstSample + rows, int64, device).unsqueeze(1).expand(rows, blocks);
        Tensor places = arange(0, blocks, int64, device).unsqueeze(0).expand(rows, blocks);
        Tensor counters = stack([places, samples.bitwise_and(Constants.LowWord)]).reshape(2, (long)rows * blocks);
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

    /// <summary>Standard normals [rows, dimension] in double. The caller disposes.</summary>
    public Tensor Draw(NoiseKey key)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor radii, Tensor angles) = Words(key);
        if (dimension <= 2)
        {
            // Of a block's four numbers the first two are wanted.
            (radii, angles) = (radii.narrow(0, 0, 1), angles.narrow(0, 0, 1));
        }

        Tensor radius = radii.to(float64).add_(0.5).mul_(1.0 / 4294967296.0).log_().mul_(-2).sqrt_();
        Tensor angle = angles.bitwise_and(Constants.LowWord).to(float64).add_(0.5).mul_(2 * Math.PI / 4294967296.0);
        Tensor pairs = stack([angle.cos().mul_(radius), angle.sin().mul_(radius)], -1);
        long perBlock = 2 * pairs.shape[0];
        return pairs.permute(1, 0, 2).reshape(-1, perBlock * blocks).narrow(1, 0, dimension).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        foreach (Tensor tensor in multipliers.Concat(keys))
        {
            tensor.Dispose();
        }

        words.Dispose();
        firstProduct?.Dispose();
        firstHigh?.Dispose();
    }

    // The ten rounds: (c₀, c₂) and (c₁, c₃), the latter with something left in its high halves.
    private (Tensor Even, Tensor Odd) Words(NoiseKey key)
    {
        MoveToSeed(key.Seed);
        SetWords(((uint)key.Purpose << 24) ^ (uint)(key.Seed >> 32), key.Interval ^ (uint)key.Seed);
        Tensor even = firstHigh!.bitwise_xor(words).bitwise_and_(Constants.LowWord);
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

    private void SetWords(uint first, uint second)
    {
        using Tensor top = words[0];
        using Tensor bottom = words[1];
        top.fill_((long)first);
        bottom.fill_((long)second);
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
        return tensor([(long)first, (long)second], int64, device).reshape(2, 1).DetachFromDisposeScope();
    }
}
