using System.Numerics;

namespace ScoreSde.Lanes;

/// <summary>
/// A vector of <see cref="Count"/> numbers. Every operation is exact or correctly rounded by IEEE 754, so a kernel written once
/// over this contract gives the same bits at every width, on every processor. Lanes also hold integers: the members named after
/// bits take each lane as an unsigned integer of the size of T.
/// </summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
/// <typeparam name="T">float or double.</typeparam>
internal interface ILanes<TSelf, T>
    where TSelf : unmanaged, ILanes<TSelf, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Numbers in the vector.</summary>
    static abstract int Count { get; }

    /// <summary>The block that each lane must hold for <see cref="InterleaveQuads"/>, as integers: a permutation of 0 … Count − 1.</summary>
    static abstract TSelf QuadOrder { get; }

    /// <summary>The block that each lane must hold for <see cref="InterleavePairs"/>, as integers: a permutation of 0 … Count − 1.</summary>
    static abstract TSelf PairOrder { get; }

    /// <summary>The same number in every lane.</summary>
    static abstract TSelf Broadcast(T value);

    /// <summary>The same constant, rounded to T, in every lane.</summary>
    static abstract TSelf Constant(double value);

    /// <summary>The same bits in every lane; the low half of them where T is float.</summary>
    static abstract TSelf Bits(ulong bits);

    /// <summary>Numbers index … index + Count − 1 after <paramref name="start"/>. The caller vouches for the range.</summary>
    static abstract TSelf Load(ref readonly T start, nuint index);

    /// <summary>Floats index … index + Count − 1 after <paramref name="start"/>, converted to T, which is exact.</summary>
    static abstract TSelf LoadFloats(ref readonly float start, nuint index);

    /// <summary>Writes numbers index … index + Count − 1 after <paramref name="start"/>. The caller vouches for the range.</summary>
    static abstract void Store(TSelf value, ref T start, nuint index);

    static abstract TSelf operator +(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a, TSelf b);

    static abstract TSelf operator *(TSelf a, TSelf b);

    static abstract TSelf operator /(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a);

    static abstract TSelf operator &(TSelf a, TSelf b);

    static abstract TSelf operator |(TSelf a, TSelf b);

    static abstract TSelf operator ^(TSelf a, TSelf b);

    /// <summary>a·b + c with one rounding, in hardware or not.</summary>
    static abstract TSelf FusedMultiplyAdd(TSelf a, TSelf b, TSelf c);

    static abstract TSelf Sqrt(TSelf a);

    static abstract TSelf Abs(TSelf a);

    /// <summary>b where a &lt; b, else a; so a where either is NaN.</summary>
    static abstract TSelf Maximum(TSelf a, TSelf b);

    /// <summary>All bits set where a &lt; b, else none; none where either is NaN.</summary>
    static abstract TSelf LessThan(TSelf a, TSelf b);

    /// <summary>All bits set where a = b as numbers, else none; none where either is NaN.</summary>
    static abstract TSelf Equal(TSelf a, TSelf b);

    /// <summary>Bit by bit: <paramref name="whenSet"/> where the mask is set, else <paramref name="whenClear"/>.</summary>
    static abstract TSelf Select(TSelf mask, TSelf whenSet, TSelf whenClear);

    /// <summary>Sum of integers, modulo their size.</summary>
    static abstract TSelf AddBits(TSelf a, TSelf b);

    /// <summary>Difference of integers, modulo their size.</summary>
    static abstract TSelf SubtractBits(TSelf a, TSelf b);

    static abstract TSelf ShiftLeft(TSelf a, int count);

    /// <summary>Shifts zeros in.</summary>
    static abstract TSelf ShiftRight(TSelf a, int count);

    /// <summary>Shifts copies of the sign bit in.</summary>
    static abstract TSelf ShiftRightSigned(TSelf a, int count);

    /// <summary>Whether any bit of any lane is set.</summary>
    static abstract bool AnyBit(TSelf a);

    /// <summary>a ⊕ b ⊕ c, bit by bit.</summary>
    static abstract TSelf ExclusiveOr(TSelf a, TSelf b, TSelf c);

    /// <summary>64-bit lanes (double) only: the product of the low 32 bits of a and b.</summary>
    static abstract TSelf MultiplyWords(TSelf a, TSelf b);

    /// <summary>
    /// Philox4x32-10 of one counter a lane: words 0 … 3 of the counters in, words 0 … 3 of the random bits out. A word is an
    /// integer below 2³² in its lane.
    /// </summary>
    static abstract void Philox(ref TSelf x0, ref TSelf x1, ref TSelf x2, ref TSelf x3, uint key0, uint key1);

    /// <summary>
    /// With block <see cref="QuadOrder"/>[i] = (a_i, b_i, c_i, d_i) in lane i: rearranges the four vectors so that, stored one
    /// after the other, they hold block 0, block 1, ….
    /// </summary>
    static abstract void InterleaveQuads(ref TSelf a, ref TSelf b, ref TSelf c, ref TSelf d);

    /// <summary>As <see cref="InterleaveQuads"/> for blocks of two numbers and <see cref="PairOrder"/>.</summary>
    static abstract void InterleavePairs(ref TSelf a, ref TSelf b);

    /// <summary>The inverse of <see cref="InterleavePairs"/>: of two vectors of neighbouring pairs, the first numbers into a, the second into b.</summary>
    static abstract void SeparatePairs(ref TSelf a, ref TSelf b);
}
