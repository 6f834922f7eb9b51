using System.Runtime.InteropServices;
using ScoreSde.Cuda.Launching;

namespace ScoreSde.Tests.Sampling;

/// <summary>A host that notes what it is asked: its kernel gives each number the index of its sample, and a failure where it is told to.</summary>
internal sealed class NotedHost : IKernelHost
{
    private readonly Dictionary<nint, byte[]> memory = [];
    private int allocated;

    public DeviceFacts Facts { get; init; } = new("noted", 2, 227 * 1024, 1024, 90);

    public long FreeBytes => 1L << 30;

    /// <summary>What the kernel's failure is; null for none.</summary>
    public long? Failure { get; init; }

    /// <summary>In which launch it fails.</summary>
    public int FailsIn { get; init; }

    public KernelSettings? Settings { get; private set; }

    public List<(KernelArguments Arguments, int Blocks, int[] Labels)> Launches { get; } = [];

    /// <summary>Bytes of all that was asked for, in order.</summary>
    public List<long> Asked { get; } = [];

    public int Held => memory.Count;

    public int Entered { get; private set; }

    public void Enter() => Entered++;

    public nint Allocate(long bytes)
    {
        nint address = 4096 * ++allocated;
        memory.Add(address, new byte[bytes]);
        Asked.Add(bytes);
        return address;
    }

    public void Free(nint address) => Assert.True(memory.Remove(address));

    public void Upload(nint target, ReadOnlySpan<byte> source) => source.CopyTo(memory[target]);

    public void Download(nint source, Span<byte> target) => memory[source].AsSpan(0, target.Length).CopyTo(target);

    public IKernel Load(KernelSettings settings, LaunchShape shape)
    {
        Settings = settings;
        return new Kernel(this);
    }

    private sealed class Kernel(NotedHost host) : IKernel
    {
        public void Run(in KernelArguments arguments, int blocks)
        {
            int[] labels = arguments.Labels == 0 ? [] : MemoryMarshal.Cast<byte, int>(host.memory[arguments.Labels]).ToArray();
            host.Launches.Add((arguments, blocks, labels));
            Span<float> output = MemoryMarshal.Cast<byte, float>(host.memory[arguments.Output].AsSpan());
            int dimension = host.Settings!.Dimension;
            for (int i = 0; i < arguments.Rows * dimension; i++)
            {
                output[i] = arguments.FirstSample + (i / dimension);
            }

            Span<long> failure = MemoryMarshal.Cast<byte, long>(host.memory[arguments.Failure].AsSpan());
            Assert.Equal(long.MaxValue, failure[0]);
            if (host.Failure is { } value && host.Launches.Count == host.FailsIn + 1)
            {
                failure[0] = value;
            }
        }
    }
}
