using System.Numerics;
using System.Runtime.CompilerServices;

namespace ScoreSde.Lanes;

/// <summary>A vector of one number: the tail of every kernel, and the whole of it on a processor without vectors.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly struct Lanes1<T> : ILanes<Lanes1<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lanes1(T v) => this.v = v;

    public static int Count => 1;

    public static Lanes1<T> QuadOrder => Bits(0);

    public static Lanes1<T> PairOrder => Bits(0);

    private ulong Word
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(float) ? Unsafe.BitCast<T, uint>(v) : Unsafe.BitCast<T, ulong>(v);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> Broadcast(T value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> Constant(double value) => new(T.CreateTruncating(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> Bits(ulong bits) => typeof(T) == typeof(float)
        ? new(Unsafe.BitCast<uint, T>((uint)bits))
        : new(Unsafe.BitCast<ulong, T>(bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> Load(ref readonly T start, nuint index) => new(Unsafe.Add(ref Unsafe.AsRef(in start), index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> LoadFloats(ref readonly float start, nuint index) =>
        new(T.CreateTruncating(Unsafe.Add(ref Unsafe.AsRef(in start), index)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes1<T> value, ref T start, nuint index) => Unsafe.Add(ref start, index) = value.v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> operator +(Lanes1<T> a, Lanes1<T> b) => new(a.v + b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> operator -(Lanes1<T> a, Lanes1<T> b) => new(a.v - b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> operator *(Lanes1<T> a, Lanes1<T> b) => new(a.v * b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> operator /(Lanes1<T> a, Lanes1<T> b) => new(a.v / b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> operator -(Lanes1<T> a) => new(-a.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> operator &(Lanes1<T> a, Lanes1<T> b) => Bits(a.Word & b.Word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> operator |(Lanes1<T> a, Lanes1<T> b) => Bits(a.Word | b.Word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> operator ^(Lanes1<T> a, Lanes1<T> b) => Bits(a.Word ^ b.Word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> FusedMultiplyAdd(Lanes1<T> a, Lanes1<T> b, Lanes1<T> c) => new(T.FusedMultiplyAdd(a.v, b.v, c.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> Sqrt(Lanes1<T> a) => new(T.Sqrt(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> Abs(Lanes1<T> a) => new(T.Abs(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> Maximum(Lanes1<T> a, Lanes1<T> b) => a.v < b.v ? b : a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> LessThan(Lanes1<T> a, Lanes1<T> b) => Bits(a.v < b.v ? ulong.MaxValue : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> Equal(Lanes1<T> a, Lanes1<T> b) => Bits(a.v == b.v ? ulong.MaxValue : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> Select(Lanes1<T> mask, Lanes1<T> whenSet, Lanes1<T> whenClear) =>
        Bits((mask.Word & whenSet.Word) | (~mask.Word & whenClear.Word));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> AddBits(Lanes1<T> a, Lanes1<T> b) => Bits(a.Word + b.Word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> SubtractBits(Lanes1<T> a, Lanes1<T> b) => Bits(a.Word - b.Word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> ShiftLeft(Lanes1<T> a, int count) => Bits(a.Word << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> ShiftRight(Lanes1<T> a, int count) => Bits(a.Word >> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> ShiftRightSigned(Lanes1<T> a, int count) =>
        Bits((ulong)(typeof(T) == typeof(float) ? (int)a.Word >> count : (long)a.Word >> count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyBit(Lanes1<T> a) => a.Word != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> ExclusiveOr(Lanes1<T> a, Lanes1<T> b, Lanes1<T> c) => a ^ b ^ c;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> MultiplyWords(Lanes1<T> a, Lanes1<T> b) => Bits((ulong)(uint)a.Word * (uint)b.Word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Philox(ref Lanes1<T> x0, ref Lanes1<T> x1, ref Lanes1<T> x2, ref Lanes1<T> x3, uint key0, uint key1)
    {
        (uint y0, uint y1, uint y2, uint y3) =
            Philox4x32.Block((uint)x0.Word, (uint)x1.Word, (uint)x2.Word, (uint)x3.Word, key0, key1);
        (x0, x1, x2, x3) = (Bits(y0), Bits(y1), Bits(y2), Bits(y3));
    }

    public static void InterleaveQuads(ref Lanes1<T> a, ref Lanes1<T> b, ref Lanes1<T> c, ref Lanes1<T> d)
    {
        // One block is in order already.
    }

    public static void InterleavePairs(ref Lanes1<T> a, ref Lanes1<T> b)
    {
        // One block is in order already.
    }

    public static void SeparatePairs(ref Lanes1<T> a, ref Lanes1<T> b)
    {
        // One pair is apart already.
    }
}
