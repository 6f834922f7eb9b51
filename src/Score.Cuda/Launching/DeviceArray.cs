using System.Runtime.InteropServices;

namespace ScoreSde.Cuda.Launching;

/// <summary>Memory of a device for the length of a run.</summary>
internal sealed class DeviceArray : IDisposable
{
    private readonly IKernelHost host;

    private DeviceArray(IKernelHost host, long bytes)
    {
        this.host = host;
        Bytes = bytes;
        Address = bytes == 0 ? 0 : host.Allocate(bytes);
    }

    /// <summary>Where it is; 0 where it has no bytes.</summary>
    public nint Address { get; private set; }

    /// <summary>How much it is.</summary>
    public long Bytes { get; }

    /// <summary>Memory whose content is not defined.</summary>
    public static DeviceArray OfBytes(IKernelHost host, long bytes) => new(host, bytes);

    /// <summary>Memory with these values.</summary>
    public static DeviceArray Of<T>(IKernelHost host, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(values);
        var array = new DeviceArray(host, bytes.Length);
        try
        {
            array.Write(values);
        }
        catch
        {
            array.Dispose();
            throw;
        }

        return array;
    }

    /// <summary>Copies values to its beginning.</summary>
    public void Write<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        if (!values.IsEmpty)
        {
            host.Upload(Address, MemoryMarshal.AsBytes(values));
        }
    }

    /// <summary>Copies values from its beginning.</summary>
    public void Read<T>(Span<T> values)
        where T : unmanaged => host.Download(Address, MemoryMarshal.AsBytes(values));

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        if (Address != 0)
        {
            host.Free(Address);
            Address = 0;
        }
    }
}
